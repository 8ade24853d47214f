// Marks, widths and chips of lists: what neither the sheet nor the server can do alone. Uses the helpers of app.js.
"use strict";

const boxes = () => $$("td.c-check input");
let lastMarked = null;

function countMarks() {
  const all = boxes();
  const marked = all.filter((box) => box.checked).length;
  const every = $("[data-mark-all]");
  if (every) Object.assign(every, { hidden: false, checked: !!marked && marked === all.length, indeterminate: marked > 0 && marked < all.length });
  $$("[data-print]").forEach((button) => { button.hidden = false; });
  const count = $("#bulk [data-count]");
  if (!count) return;
  count.textContent = `${marked} ${count.dataset.count}`;
  if (marked) say(count.textContent);
}

function mark(box, range) {
  const all = boxes();
  const to = all.indexOf(box);
  const from = range && lastMarked?.isConnected ? all.indexOf(lastMarked) : to;
  all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((other) => { other.checked = box.checked; });
  lastMarked = box;
  countMarks();
}

document.addEventListener("click", (event) => {
  const at = event.target;
  if (at.matches("td.c-check input")) return mark(at, event.shiftKey);
  if (at.matches("td.c-check")) return $("input", at)?.click();
  if (at.matches("[data-mark-all]")) countMarks(boxes().forEach((box) => { box.checked = at.checked; }));
  if (at.closest("[data-print]")) print();
});

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]") || inField(at)) return;
  if (event.key === "Backspace" && at.matches(".chip-x")) return at.click();
  if (event.key === "Escape" && !$(":popover-open")) $("#bulk")?.reset();
  if (root.dataset.keys === "off") return;
  const box = $("tr.current td.c-check input");
  const field = $("#filter :is(input, select):not([type=hidden])");
  if (event.key.toLowerCase() === "x" && box) {
    box.checked = !box.checked;
    mark(box, event.shiftKey);
  } else if (event.key === "f" && field) {
    event.preventDefault();
    field.focus();
  }
});

document.addEventListener("reset", () => setTimeout(countMarks));
addEventListener("pageshow", countMarks);

// A chip that is gone gives the focus to the next.
document.addEventListener("htmx:afterSwap", (event) => {
  countMarks();
  if (event.detail.requestConfig?.elt.matches(".chip-x, .chips .button")) ($(".chip-x") ?? $("#filter :is(input, select)"))?.focus();
});

// Widths: whoever drags the edge of a head fills in the chooser's field; a double click on the edge empties it.
function edgeOf(event) {
  const head = !event.button && event.target.closest?.("th[data-column]");
  return head && event.clientX > head.getBoundingClientRect().right - 9 ? head : null;
}

function setWidth(head, width) {
  const field = document.getElementById(`width-${head.dataset.column}`);
  field.value = width && Math.max(field.min, Math.min(field.max, width));
  $(".room", head).setAttribute("width", field.value || 0);
  for (const { cells } of head.closest("table").rows) cells[head.cellIndex].classList.toggle("sized", !!width);
}

const keepWidth = (head) => htmx.ajax("POST", $("#chooser").action, { source: "#chooser", swap: "none", values: { do: `width:${head.dataset.column}` } });

document.addEventListener("pointerdown", (event) => {
  const head = edgeOf(event);
  if (!head) return;
  event.preventDefault();
  const space = getComputedStyle(head);
  const from = head.clientWidth - parseFloat(space.paddingLeft) - parseFloat(space.paddingRight) - event.clientX;
  let moved = false;
  head.setPointerCapture(event.pointerId);
  head.onpointermove = (move) => {
    moved ||= Math.abs(move.clientX - event.clientX) > 3;
    if (moved) setWidth(head, Math.max(1, Math.round(from + move.clientX)));
  };
  head.onlostpointercapture = () => {
    head.onpointermove = head.onlostpointercapture = null;
    if (moved) keepWidth(head);
  };
});
document.addEventListener("dblclick", (event) => {
  const head = edgeOf(event);
  if (head) keepWidth(head, setWidth(head, ""));
});
