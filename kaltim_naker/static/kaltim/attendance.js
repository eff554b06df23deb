/* The attendance grid by keyboard: arrows and Enter move, a block copied from a spreadsheet is pasted over the cells
   from the one that has the focus. Without this script the grid is an ordinary form. */
(() => {
  "use strict";

  const table = document.querySelector("[data-attendance]");
  if (!table) return;
  const grid = () =>
    [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("input")));

  const place = (input) => {
    const rows = grid();
    const row = rows.findIndex((cells) => cells.includes(input));
    return { rows, row, column: rows[row].indexOf(input) };
  };

  const go = (input, down, right) => {
    const { rows, row, column } = place(input);
    for (let r = row + down, c = column + right; rows[r] && c >= 0 && c < rows[r].length; r += down, c += right) {
      if (rows[r][c]) {
        rows[r][c].focus();
        rows[r][c].select();
        return true;
      }
    }
    return false;
  };

  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
  table.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || !event.target.matches("input") || event.altKey || event.ctrlKey || event.metaKey) return;
    // Enter never sends the form from within the grid: half a column would be saved.
    if (go(event.target, ...step) || event.key === "Enter") event.preventDefault();
  });

  table.addEventListener("input", (event) => {
    if (event.target.matches("input")) event.target.value = event.target.value.toUpperCase();
  });

  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!event.target.matches("input") || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const { rows, row, column } = place(event.target);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const input = rows[row + down] && rows[row + down][column + right];
        if (input) input.value = value.trim().toUpperCase();
      });
    });
  });
})();
