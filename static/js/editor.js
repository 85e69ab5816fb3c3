/* The rich text editor, mended: load this before the editor's own scripts.
   It writes a style into the page, which our policy refuses; it looks first
   whether that style is there, so we put an element of that name that is no
   style to a browser (the rules stand in css/components/editor.css). And it leaves its field and its
   toolbar without a name. */
const placeholder = document.createElementNS("urn:interact-portal", "style");
placeholder.setAttribute("data-tiptap-style", "");
document.head.append(placeholder);

function name(editor) {
  const field = editor.querySelector("textarea[id]");
  const label = field && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  const text = editor.querySelector(".ProseMirror[role=textbox]");
  if (label && text && !text.hasAttribute("aria-labelledby")) {
    label.id ||= `${field.id}_label`;
    text.setAttribute("aria-labelledby", label.id);
    const notes = field.getAttribute("aria-describedby");
    if (notes) text.setAttribute("aria-describedby", notes);
  }
  for (const box of editor.querySelectorAll("div[aria-label], span[aria-label]")) {
    if (!box.hasAttribute("role")) box.setAttribute("role", "group");
  }
}

function nameAll() {
  for (const editor of document.querySelectorAll(".prose-editor")) name(editor);
}

document.addEventListener("prose-editor:ready", nameAll);
new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
nameAll();
