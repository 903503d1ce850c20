// A board of the practice's tasks or opportunities: columns of cards that are moved by mouse, finger and keyboard, or from a card's own menu. What is
// moved stands in its new place at once; the server's answer puts it back, or lets it stand. While something is in the
// air the columns under it stay as they are, and what came meanwhile is shown when it has landed.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { DragDropContext, Draggable, Droppable } from "@hello-pangea/dnd";
import { Check, CircleAlert, Clock, Ellipsis, ListChecks, MessageSquare, Paperclip, Plus, X } from "lucide-react";

const TASKS = { one: "a task", path: "/tasks?task=", none: "No tasks yet. The + above adds the first." };
const PATIENCE_MILLISECONDS = 10000;

const icon = (Icon) => <Icon size={16} strokeWidth={1.6} className="cm-icon" aria-hidden="true" />;
const many = (number, one, several) => `${number} ${number === 1 ? one : several}`;

/** The columns with one card in another place; as they were where it is gone. */
function moved(columns, { card: id, column: to, above }) {
  const card = columns.flatMap(({ cards }) => cards).find((one) => one.id === id);
  if (!card) return columns;
  return columns.map((column) => {
    const left = column.cards.filter((one) => one.id !== id);
    const gone = column.cards.length - left.length;
    if (column.id !== to) return { ...column, cards: left, found: column.found - gone, there: column.there - gone };
    const place = above ? left.findIndex((one) => one.id === above) + 1 : 0;
    const cards = [...left.slice(0, place), card, ...left.slice(place)];
    return { ...column, cards, found: column.found + 1 - gone, there: column.there + 1 - gone };
  });
}

export function Board({ of = TASKS, columns: known = [], answered = 0, writing = {}, may = false, onMove, onMore, onOpen, onAdd, id }) {
  const [sent, setSent] = useState([]);
  const [inTheAir, setInTheAir] = useState(null);
  const [words, setWords] = useState("");
  const number = useRef(0);
  const menu = useRef(null);
  const hadFocus = useRef(false);
  // As it was when the card was lifted: what comes while it is in the air was not seen.
  const seen = useRef(0);
  const focusOn = useRef("");
  const [chosen, setChosen] = useState(null);
  const help = useId();

  useEffect(() => setSent((some) => some.filter((one) => one.number > answered)), [answered]);
  const waiting = sent.filter((one) => one.number > answered && performance.now() - one.at < PATIENCE_MILLISECONDS);
  const now = inTheAir ?? waiting.reduce(moved, known);

  const columnOf = (card) => now.find(({ cards }) => cards.some((one) => one.id === card));
  // How often the card was moved, as far as is seen here: one's own moves that are on their way count.
  const movesOf = (card) => card.moves + waiting.filter((one) => one.card === card.id).length;
  const put = (card, column, above, below, moves) => {
    number.current = Math.max(number.current, answered) + 1;
    const move = { card: card.id, column, above, number: number.current, at: performance.now() };
    setSent((some) => [...some, move]);
    onMove?.(card.id, column, above, below, moves, move.number);
  };
  const land = (card, to, place, moves) => {
    const others = now.find((one) => one.id === to).cards.filter((one) => one.id !== card.id);
    put(card, to, others[place - 1]?.id ?? "", others[place]?.id ?? "", moves);
  };
  const sentence = (card, column, place) => {
    const { cards } = column;
    const total = cards.length + (cards.some((one) => one.id === card.id) ? 0 : 1);
    return `${card.title} to ${column.name}, place ${place + 1} of ${total}`;
  };

  const onDragStart = ({ draggableId, source }, { announce }) => {
    menu.current?.hidePopover();
    hadFocus.current = Boolean(document.activeElement?.closest(`[data-rfd-draggable-id="${draggableId}"]`));
    setInTheAir(now);
    seen.current = movesOf(now.flatMap(({ cards }) => cards).find((one) => one.id === draggableId));
    const column = now.find((one) => one.id === source.droppableId);
    const card = column.cards[source.index];
    setWords(sentence(card, column, source.index));
    announce(`Lifted ${card.title}, place ${source.index + 1} of ${column.cards.length} in ${column.name}.`);
  };
  const onDragUpdate = ({ draggableId, destination }, { announce }) => {
    const card = now.flatMap(({ cards }) => cards).find((one) => one.id === draggableId);
    const column = destination && now.find((one) => one.id === destination.droppableId);
    const said = column ? sentence(card, column, destination.index) : `${card.title} over no column`;
    setWords(said);
    announce(`Moving ${said}.`);
  };
  const onDragEnd = ({ draggableId, source, destination, reason }, { announce }) => {
    setInTheAir(null);
    setWords("");
    const card = now.flatMap(({ cards }) => cards).find((one) => one.id === draggableId);
    const same = destination?.droppableId === source.droppableId && destination?.index === source.index;
    if (!destination || reason === "CANCEL" || same) return announce(`${card.title} is where it was.`);
    const column = now.find((one) => one.id === destination.droppableId);
    announce(`Moved ${sentence(card, column, destination.index)}.`);
    land(card, destination.droppableId, destination.index, seen.current);
    if (hadFocus.current) focusOn.current = card.id;
  };
  useLayoutEffect(() => {
    if (!focusOn.current) return;
    document.querySelector(`[data-rfd-draggable-id="${focusOn.current}"] .cm-row-link`)?.focus();
    focusOn.current = "";
  });

  const openMenu = (event, card) => {
    event.stopPropagation();
    setChosen(card.id);
    menu.current.showPopover({ source: event.currentTarget });
  };
  const current = chosen && now.flatMap(({ cards }) => cards).find((one) => one.id === chosen);
  const choose = (act) => () => {
    menu.current.hidePopover();
    focusOn.current = current.id;
    act();
  };

  const footOf = (card) => (
    <div className="cm-card-foot">
      {card.done ? (
        <span className="cm-card-due">{icon(card.kind === "lost" ? X : Check)}{card.done}</span>
      ) : card.late ? (
        <span className="cm-tag trouble">{icon(CircleAlert)}{card.due}</span>
      ) : (
        card.due && <span className="cm-card-due">{icon(Clock)}{card.due}</span>
      )}
      {card.comments > 0 && <span className="cm-card-due" title={many(card.comments, "comment", "comments")}>{icon(MessageSquare)}{card.comments}</span>}
      {card.files > 0 && <span className="cm-card-due" title={many(card.files, "file", "files")}>{icon(Paperclip)}{card.files}</span>}
      {card.who && <span className="cm-avatar" title={card.who}>{card.initials}<span className="cm-unseen"> {card.who}</span></span>}
    </div>
  );
  const segments = (of, done, now = done) => (
    <span aria-hidden="true">
      {[...Array(of)].map((_, place) => <i key={place} data-state={place < done ? "done" : place === now ? "now" : "to come"} />)}
    </span>
  );
  // Where the task is a step, how far its workflow is says more than how far its own checklist is.
  const stepsOf = ({ steps, steps_done: done, step, step_number: number, steps_of: of, done: finished }) =>
    step ? (
      <div className="cm-card-steps">
        {of <= 12 && segments(of, finished ? number : number - 1, finished ? of : number - 1)}
        <b>{step}</b>
      </div>
    ) : (
      steps > 0 && (
        <div className="cm-card-steps">
          {steps <= 8 && segments(steps, done)}
          {done === steps ? `All ${many(steps, "step", "steps")}` : `${done} of ${many(steps, "step", "steps")}`}
        </div>
      )
    );

  const cardOf = (card, place) => (
    <Draggable key={card.id} draggableId={card.id} index={place} isDragDisabled={!may}>
      {(provided, { isDragging }) => {
        // The whole card is taken hold of, and its title is what has the focus: a button of buttons is none.
        const { role, tabIndex, "aria-describedby": _, ...handle } = provided.dragHandleProps ?? {};
        return (
          <article
            ref={provided.innerRef}
            {...provided.draggableProps}
            {...handle}
            className="cm-card"
            data-dragging={isDragging || undefined}
            data-done={card.done ? "" : undefined}
            data-priority={card.priority}
            onClick={() => onOpen?.(card.id)}
          >
            {writing[card.id] && <span className="cm-card-writing">{writing[card.id]} is writing here</span>}
            <div className="cm-card-head">
              <a
                className="cm-row-link"
                href={`${of.path}${card.id}`}
                tabIndex={0}
                aria-describedby={may ? help : undefined}
                draggable={false}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return event.stopPropagation();
                  event.preventDefault();
                }}
              >
                {card.title}
              </a>
              {may && (
                <button type="button" className="cm-card-more" aria-haspopup="true" aria-label={`More for ${card.title}`} onClick={(event) => openMenu(event, card)}>
                  {icon(Ellipsis)}
                </button>
              )}
            </div>
            {card.client && <div className="cm-card-client">{card.client}</div>}
            {card.product && <div className="cm-card-client">{card.product}</div>}
            {card.value && <div className="cm-card-value"><b>{card.value}</b>{card.chance && <span className="cm-quiet">{card.chance}</span>}</div>}
            {card.reason && <div className="cm-card-reason">{card.reason}</div>}
            {(card.labels?.length > 0 || ["high", "urgent"].includes(card.priority)) && (
              <div className="cm-card-labels">
                {["high", "urgent"].includes(card.priority) && <span className="cm-tag attention">{card.priority === "high" ? "High" : "Urgent"}</span>}
                {card.labels?.map((label) => <span key={label} className="cm-tag">{label}</span>)}
              </div>
            )}
            {stepsOf(card)}
            {footOf(card)}
          </article>
        );
      }}
    </Draggable>
  );

  const countOf = ({ kind, found, there, most }) => (most && kind !== "done" ? `${there} of ${most}` : found);
  const nothingIn = (column) => {
    if (column.kind === "done") return "Nothing done this week yet";
    const first = may && column.id === known[0].id && known.every(({ there, found }) => !there && !found);
    return first ? of.none : "Nothing here";
  };
  const sumsOf = (sums) => (
    <div className="cm-board-sums">
      {[sums.once, sums.yearly].filter(Boolean).map((words) => <span key={words}>{words}</span>)}
      {(sums.likely_once || sums.likely_yearly) && (
        <span className="cm-quiet">By chance {[sums.likely_once, sums.likely_yearly].filter(Boolean).map((words) => words.replaceAll(" ", "\u00a0")).join(", ")}</span>
      )}
    </div>
  );
  const columnOfBoard = (column) => (
    <section key={column.id} className="cm-board-column" aria-label={column.name} data-full={(column.most > 0 && column.there >= column.most) || undefined}>
      <header>
        <h2>
          {column.heading ?? (column.kind === "done" ? `${column.name} this week` : column.name)} <span className="cm-quiet">{countOf(column)}</span>
        </h2>
        {may && !["won", "lost"].includes(column.kind) && (
          <button type="button" className="cm-card-more accent" aria-label={`Add ${of.one} to ${column.name}`} title={`Add ${of.one} to ${column.name}`} onClick={() => onAdd?.(column.id)}>
            {icon(Plus)}
          </button>
        )}
        {column.sums && sumsOf(column.sums)}
      </header>
      <Droppable droppableId={column.id}>
        {(provided, { isDraggingOver }) => (
          <div ref={provided.innerRef} {...provided.droppableProps} className="cm-board-cards" data-over={isDraggingOver || undefined}>
            {column.cards.map(cardOf)}
            {provided.placeholder}
            {!column.cards.length && !isDraggingOver && <p className="cm-board-nothing">{nothingIn(column)}</p>}
            {column.found > column.cards.length && (
              <button type="button" className="cm-button text" onClick={() => onMore?.(column.id)}>
                {`Show more of ${column.found}`}
              </button>
            )}
          </div>
        )}
      </Droppable>
    </section>
  );

  return (
    <DragDropContext
      onDragStart={onDragStart}
      onDragUpdate={onDragUpdate}
      onDragEnd={onDragEnd}
      dragHandleUsageInstructions={`Space lifts ${of.one}; the arrows move it, Space puts it down, Escape puts it back.`}
    >
      <p id={help} hidden>Return opens it. Space lifts it: the arrows move it, Space puts it down, Escape puts it back.</p>
      <div id={id} className="cm-board">{now.map(columnOfBoard)}</div>
      {words && (
        <div className="cm-board-moving" aria-hidden="true">
          <span>Moving <b>{words}</b></span>
          <span className="cm-fine-words">Esc puts it back</span>
        </div>
      )}
      <div ref={menu} popover="auto" className="cm-menu" role="group" aria-label="Move to">
        {current && (
          <>
            <div className="cm-menu-label">Move to</div>
            {now.map((column) => (
              <button key={column.id} type="button" className="cm-menu-item" disabled={columnOf(current.id)?.id === column.id} onClick={choose(() => put(current, column.id, "", column.cards[0]?.id ?? "", movesOf(current)))}>
                {column.name}
              </button>
            ))}
            <hr />
            {placesOf(columnOf(current.id), current).map(([label, place]) => (
              <button key={label} type="button" className="cm-menu-item" onClick={choose(() => land(current, columnOf(current.id).id, place, movesOf(current)))}>
                {label}
              </button>
            ))}
          </>
        )}
      </div>
    </DragDropContext>
  );
}

/** Where a card can go within its column. */
function placesOf(column, card) {
  const at = column?.cards.findIndex((one) => one.id === card.id) ?? -1;
  const last = (column?.cards.length ?? 0) - 1;
  return [
    ...(at > 1 ? [["To the top", 0]] : []),
    ...(at > 0 ? [["Up", at - 1]] : []),
    ...(at >= 0 && at < last ? [["Down", at + 1]] : []),
  ];
}
