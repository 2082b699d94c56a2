/** What a long command says while it works, on the error stream: the figures alone go to the output. */

/** Between two lines where they cannot be rewritten. */
const quietMs = 20_000
let lastLine = 0

/** Shows a line that rewrites itself on a terminal; elsewhere one is printed now and then. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
  else if (text && Date.now() - lastLine > quietMs) {
    lastLine = Date.now()
    process.stderr.write(`${text}\n`)
  }
}
