// Buttons that copy what stands elsewhere on the page. Where a browser cannot, they stay hidden: it can be selected by hand.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll(".copies").forEach((row) => {
    const status = row.querySelector("[role=status]");
    row.hidden = false;
    row.addEventListener("click", (event) => {
      const button = event.target.closest("[data-copy]");
      if (!button) return;
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(
        () => (status.textContent = "Copied"),
        () => (status.textContent = "The browser does not allow it: select it and copy it yourself"),
      );
    });
  });
})();
