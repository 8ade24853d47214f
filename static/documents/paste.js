// A list pasted anywhere on the page of a draft goes to the box for it; one word in a field is pasted as ever. Until the
// server has the list it is kept here, so that a lost connection or a session that ended loses nothing.
"use strict";
(() => {
  const form = () => document.getElementById("paste-form");
  const key = () => `paste ${form()?.getAttribute("action")}`;
  const show = () => { form().closest("details").open = true; };

  document.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const at = event.target;
    const ours = at.id === "add_code" || !at.closest?.("input, textarea, select, [contenteditable], dialog");
    if (!form() || !ours || !/\S[^\S\n]*[\n\t][^\S\n]*\S/.test(text)) return;
    event.preventDefault();
    at.blur?.();
    form().elements.rows.value = text;
    form().requestSubmit();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id === "paste-form") sessionStorage.setItem(key(), form().elements.rows.value);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    // The box was drawn anew by then, so the event itself comes from further out.
    if (event.detail.requestConfig?.elt.id !== "paste-form") return;
    // A page to sign in on is an answer too, but the list is not in the draft then.
    if (event.detail.successful && !event.detail.xhr.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(key());
    else if (form()) show();
  });
  const kept = form() && sessionStorage.getItem(key());
  if (kept) {
    form().elements.rows.value = kept;
    sessionStorage.removeItem(key());
    show();
  }
})();
