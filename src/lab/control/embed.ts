/** Addresses of the embedded page, and of the lab that shows the same. */

/** Of a link's parts those that name an act of a recording: an embedded page starts nothing and opens nothing else. */
const ofAnAct = ['r', 'u', 'b', 'a', 't', 'm', 'g', 'f', 'd'] as const

export function recordingOf(hash: string): string {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  const kept = new URLSearchParams()
  for (const key of ofAnAct) {
    const value = given.get(key)
    if (value !== null) kept.set(key, value)
  }
  return kept.toString()
}

/** What a page pastes to show the act of a link to the lab, and to keep the frame as high as it. */
export function snippetOf(link: string, title: string): string {
  const { hash } = new URL(link)
  const page = new URL('embed.html', link)
  page.search = ''
  page.hash = recordingOf(hash)
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<iframe src="${escaped(page.href)}" title="${escaped(title)}" width="100%" height="620" style="border: 0" loading="lazy"></iframe>
<script>
  addEventListener('message', ({ data, origin, source }) => {
    if (origin !== ${JSON.stringify(page.origin)} || data?.type !== '${heightMessage}') return
    for (const frame of document.querySelectorAll('iframe')) if (frame.contentWindow === source) frame.height = data.height
  })
</script>
`
}

/** The `type` of what an embedded page tells the page around it, with its `height` in CSS pixels. */
export const heightMessage = 'sdpo-lab:height'
