/** A run as a file of its own: the built player's page with a recording in its place. */

/** Where the page has room for a recording. */
export const recordingPlace = '{"recording":"goes here"}'

/**
 * @param playerPage the built player (scripts/vite-player.ts)
 * @param recording a run file's text, JSON
 * @throws Error where the page is not the player
 */
export function playerFile(playerPage: string, recording: string): string {
  const [before, after, ...more] = playerPage.split(`>${recordingPlace}<`)
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error('This host did not give the player\u2019s page.')
  // JSON may write any sign as its number: no text of the run can end the element that holds it.
  return `${before}>${recording.replaceAll('<', '\\u003c')}<${after}`
}
