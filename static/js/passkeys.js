// Says on the page, instead of in the console, that the browser could not use a passkey.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey-problem");
  if (problem) problem.hidden = false;
});
document.addEventListener("click", () => {
  const problem = document.getElementById("passkey-problem");
  if (problem) problem.hidden = true;
}, true);
