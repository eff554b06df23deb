/* The only script of our own. Every page works without it. */
(() => {
  "use strict";

  // A second press on a submit button must not send the form twice; after a file the page stays, and may be asked again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get" || "givesFile" in form.dataset || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Menus made of <details> close on Escape and on a press outside.
  const closeMenus = (except) =>
    document.querySelectorAll("details.kn-menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.kn-menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.kn-menu[open]");
    if (open) open.querySelector("summary").focus();
    closeMenus();
  });

  // htmx notes the address of the page in the tab, and an address may hold the name that was looked for.
  const forgetAddress = () => sessionStorage.removeItem("htmx-current-path-for-history");
  forgetAddress();
  for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:historyRestore"]) {
    document.addEventListener(name, forgetAddress);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
