// Files as people bring them: dropped, pasted, chosen.

/** Makes a file in the page and gives it to the page with an event. */
async function give(page, selector, event, { name, type, text }) {
  const data = await page.evaluateHandle(([own, kind, content]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], own, { type: kind }));
    return transfer;
  }, [name, type, text]);
  if (event === 'drop') {
    await page.locator(selector).dispatchEvent('dragenter', { dataTransfer: data });
    await page.locator(selector).dispatchEvent('drop', { dataTransfer: data });
  } else {
    await data.evaluate((clipboardData) => {
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
  }
}

/** Drops a file on an element. */
export const dropFile = (page, selector, file) => give(page, selector, 'drop', file);

/** Pastes a file wherever the focus is. */
export const pasteFile = (page, file) => give(page, 'body', 'paste', file);

/** A file for a file field. */
export const chosen = (name, text, mimeType = 'text/plain') => ({ name, mimeType, buffer: Buffer.from(text) });
