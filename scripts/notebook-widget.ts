/** The notebook's widget: the built player in a frame of its own, as one module with anywidget's contract. */

/**
 * The module's text. `playerPage` is dist/player.html, `place` what stands where a recording goes.
 * The frame has an origin of its own and no network: what a stranger's run says can do nothing to the notebook.
 */
export function widgetModule(playerPage: string, place: string): string {
  const [before, after] = playerPage.split(`>${place}<`)
  if (before === undefined || after === undefined)
    throw new Error('This is not the player: npm run build writes it.')
  return `const before = ${JSON.stringify(`${before}>`)}
const after = ${JSON.stringify(`<${after}`)}

function render({ model, el }) {
  const frame = document.createElement('iframe')
  frame.title = 'A run of SDPO Lab'
  frame.setAttribute('sandbox', 'allow-scripts allow-downloads')
  frame.style.cssText = 'display:block;width:100%;border:0'
  const draw = () => {
    // JSON may write any sign as its number: no text of the run can end the element that holds it.
    frame.srcdoc = before + model.get('text').replaceAll('<', '\\\\u003c') + after
  }
  const size = () => {
    frame.style.height = model.get('height') + 'px'
  }
  model.on('change:text', draw)
  model.on('change:height', size)
  draw()
  size()
  el.append(frame)
  return () => {
    model.off('change:text', draw)
    model.off('change:height', size)
    frame.remove()
  }
}

export default { render }
`
}
