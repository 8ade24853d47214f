// A list pasted anywhere on the page of a draft goes to the box for it. One word in a field is pasted as ever.
"use strict";
document.addEventListener("paste", (event) => {
  const form = document.getElementById("paste-form");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const at = event.target;
  const ours = at.id === "add_code" || !at.closest?.("input, textarea, select, [contenteditable], dialog");
  if (!form || !ours || !/\S[^\S\n]*[\n\t][^\S\n]*\S/.test(text)) return;
  event.preventDefault();
  at.blur?.();
  form.elements.rows.value = text;
  form.requestSubmit();
});
