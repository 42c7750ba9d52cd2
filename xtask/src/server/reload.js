// Added by the development server: reloads the page after each rebuild, also when the server itself was restarted.
(() => {
  let shown;
  const events = new EventSource("/__reload/events");
  events.addEventListener("built", ({ data }) => {
    if (shown !== undefined && shown !== data) location.reload();
    shown = data;
  });
  events.addEventListener("broken", ({ data }) => console.warn(`The last build failed, this page is older: ${data}`));
})();
