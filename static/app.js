// The keyboard, option lists, dialogs, toasts and what htmx leaves to the page. No framework; nothing here is needed
// to read a page or to send a plain form.
"use strict";

const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const inField = (node) => !!node.closest?.("input:not([type=checkbox],[type=radio],[type=submit],[type=button]), select, textarea, [contenteditable]");
const shown = (node) => !!node && node.getClientRects().length > 0 && !node.disabled && node.getAttribute("aria-disabled") !== "true";

function say(text) {
  const live = $("#live");
  if (!live || !text) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

// Dialogs ---------------------------------------------------------------------------------------------------------

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  $$(":popover-open").forEach((pop) => pop.hidePopover());
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener && document.getElementById(opener.dataset.dialog)) {
    event.preventDefault();
    openDialog(opener.dataset.dialog);
    return;
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog[open]")) closeOnBackdrop(event);
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, select, label, textarea") && !String(getSelection())) openRow(row, event.ctrlKey || event.metaKey);
  if (!event.target.closest("[role=combobox], [role=listbox]")) $$("[role=combobox][aria-expanded=true]").forEach(closeList);
});

function closeOnBackdrop(event) {
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside && event.detail) event.target.close();
}

// Option lists: the search box and every picker (input[role=combobox] with aria-controls) --------------------------

const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const optionsOf = (input) => $$("[role=option]", listOf(input) ?? document.createElement("i")).filter((option) => option.ariaDisabled !== "true");
const chosenOf = (input) => optionsOf(input).find((option) => option.ariaSelected === "true");

function choose(input, option) {
  optionsOf(input).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.id ||= `${input.getAttribute("aria-controls")}-${optionsOf(input).indexOf(option)}`;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function closeList(input) {
  listOf(input)?.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  delete input.dataset.shown;
}

function listKey(event, input) {
  const options = optionsOf(input);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length) {
    event.preventDefault();
    const at = options.indexOf(chosenOf(input));
    choose(input, options[(at + step + options.length) % options.length]);
  } else if (event.key === "Escape" && (options.length || listOf(input)?.childElementCount)) {
    event.preventDefault();
    event.stopPropagation();
    closeList(input);
  } else if (event.key === "Enter" && !event.isComposing) {
    if (input.dataset.shown === input.value && chosenOf(input)) {
      event.preventDefault();
      pick(chosenOf(input), event.ctrlKey || event.metaKey);
    } else if (input.value.trim() && input.dataset.shown !== input.value) {
      // The hits of what was typed last are still on their way: open the first when they come.
      event.preventDefault();
      input.dataset.enter = input.value;
      input.dataset.tab = event.ctrlKey || event.metaKey ? "new" : "";
      if (!input.matches(".htmx-request")) htmx.trigger(input, "search");
    }
  } else if (event.key === "Tab") {
    closeList(input);
  }
}

function pick(option, newTab) {
  if (newTab && option.href) window.open(option.href, "_blank", "noopener");
  else option.click();
}

function listArrived(input) {
  input.dataset.shown = input.dataset.asked ?? input.value;
  const options = optionsOf(input);
  input.setAttribute("aria-expanded", String(!!listOf(input)?.childElementCount));
  choose(input, options.find((option) => option.ariaSelected === "true") ?? options[0]);
  say(listOf(input)?.firstElementChild?.dataset.announce);
  const waiting = input.dataset.enter;
  if (waiting === undefined || waiting !== input.dataset.shown) return;
  delete input.dataset.enter;
  if (options.length) pick(chosenOf(input), input.dataset.tab === "new");
  else if (input.form?.matches("[data-search]")) input.form.submit();
}

// Rows ------------------------------------------------------------------------------------------------------------

function openRow(row, newTab) {
  if (newTab) window.open(row.dataset.href, "_blank", "noopener");
  else ($("a.row-link", row) ?? { click: () => location.assign(row.dataset.href) }).click();
}

function moveRow(step) {
  const rows = $$("table[data-rows] tbody tr[data-href]").filter(shown);
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.classList.contains("current"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))];
  rows[at]?.classList.remove("current");
  next.classList.add("current");
  ($("a.row-link", next) ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("table[data-rows] tr[data-href]");
  if (!row) return;
  $$("tr.current").forEach((other) => other.classList.toggle("current", other === row));
  row.classList.add("current");
});

// Keys ------------------------------------------------------------------------------------------------------------

let goUntil = 0;

function singleKey(event) {
  const key = event.key;
  if (Date.now() < goUntil) {
    goUntil = 0;
    const place = $$("[data-go]").find((link) => link.dataset.go === key);
    if (place) return location.assign(place.href), true;
  }
  if (key === "g" && $("[data-go]")) return (goUntil = Date.now() + 1500), true;
  if (key === "/" && shown($("#search"))) return $("#search").focus(), $("#search").select(), true;
  if (key === "?") return openDialog("keys-dialog"), true;
  if (key === "j") return moveRow(1);
  if (key === "k") return moveRow(-1);
  const target = $$("[data-key]").find((node) => node.dataset.key === key && shown(node));
  if (!target) return false;
  if (target.matches("input, select, textarea")) target.focus(); else target.click();
  return true;
}

function scrollKey(event) {
  const scroller = $$("[data-scroller]").find((node) => node.scrollHeight > node.clientHeight + 1) ?? $("#main");
  const page = scroller.clientHeight * 0.9;
  const to = { PageDown: page, PageUp: -page, Home: -1e9, End: 1e9, " ": event.shiftKey ? -page : page }[event.key];
  if (to) scroller.scrollBy({ top: to });
}

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (at.matches?.("[role=combobox]")) listKey(event, at);
  if (event.defaultPrevented) return;
  const modal = $("dialog[open]");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const row = !inField(at) && (at.closest("tr[data-href]") ?? $("tr.current[data-href]"));
    const form = modal ? $("form[data-submit-key]", modal) : at.closest?.("form[data-submit-key]") ?? $("form[data-submit-key]");
    if (row && !modal) openRow(row, true);
    else if (form) form.requestSubmit();
    else return;
    event.preventDefault();
    return;
  }
  if (event.key === "Escape" && !modal && inField(at)) return at.blur();
  if (event.key === "Escape" && !modal && $("a[data-escape]") && !$(":popover-open")) return $("a[data-escape]").click();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || modal || inField(at)) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && (at === document.body || at.closest("[data-rows], main")) && !at.closest("[role=radiogroup], fieldset, details, [popover]")) {
    if (moveRow(step)) event.preventDefault();
    return;
  }
  if (event.key === "Enter" && at === document.body && $("tr.current[data-href]")) return openRow($("tr.current[data-href]"), false);
  if (at === document.body || at.id === "main") scrollKey(event);
  if (root.dataset.keys === "off" || event.key.length > 1) return;
  if (singleKey(event)) event.preventDefault();
});

// Forms: one send at a time, the first error in focus ---------------------------------------------------------------

const buttonsOf = (form) => [...form.elements].filter((node) => node.matches("button:not([type=button]), input[type=submit]"));

function setBusy(form, submitter, busy) {
  for (const button of buttonsOf(form)) {
    if (busy && !button.disabled) { button.disabled = true; button.dataset.held = ""; }
    else if (!busy && "held" in button.dataset) { button.disabled = false; delete button.dataset.held; }
  }
  if (busy) submitter?.setAttribute("aria-busy", "true");
  else buttonsOf(form).forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || form.matches("[hx-post], [data-hx-post], [data-download]") || event.submitter?.matches("[data-download]")) return;
  // After the browser has taken the values, or the pressed button's own would be lost.
  setTimeout(() => setBusy(form, event.submitter, true));
});
addEventListener("pageshow", () => $$("form").forEach((form) => setBusy(form, null, false)));

function focusError(from) {
  const target = $("[data-error-summary]", from) ?? $("[aria-invalid=true]", from);
  if (!target) return false;
  target.focus();
  return true;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const at = event.detail.elt;
  if (at.matches("[role=combobox]")) at.dataset.asked = at.value;
  if (at.matches("form:not([data-queue])") && event.detail.requestConfig.verb !== "get") setBusy(at, event.detail.requestConfig.triggeringEvent?.submitter, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.matches("form")) setBusy(event.detail.elt, null, false);
});
document.addEventListener("htmx:afterSwap", (event) => {
  const asked = event.detail.requestConfig?.elt;
  if (asked?.matches("[role=combobox]")) return listArrived(asked);
  say(event.detail.elt.dataset?.announce ?? $("[data-announce]", event.detail.elt)?.dataset.announce);
  if (event.detail.xhr.status === 422) focusError(event.detail.elt.isConnected ? event.detail.elt : document);
  watchToasts();
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const at = event.detail.elt;
    if (at.matches("[role=combobox]")) delete at.dataset.enter;
    if (!at.matches("#link-mark")) say(document.body.dataset.lost);
    if (at.matches("form")) toast(document.body.dataset.lost);
  });
}

// Toasts: six seconds, longer while someone looks --------------------------------------------------------------------

function toast(text) {
  const note = document.createElement("div");
  note.className = "toast";
  note.dataset.toast = "";
  note.textContent = text;
  $("#toasts")?.append(note);
  watchToasts();
}

function watchToasts() {
  for (const note of $$("[data-toast]:not([data-seen])")) {
    note.dataset.seen = "";
    setTimeout(function leave() {
      if (note.matches(":hover, :focus-within")) return setTimeout(leave, 2000);
      note.classList.add("leaving");
      setTimeout(() => note.remove(), 200);
    }, 6000);
  }
}

watchToasts();
if (!focusError(document)) $("[data-autofocus]")?.focus();
