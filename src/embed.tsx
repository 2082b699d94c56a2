/**
 * One act of a recorded run for a frame in somebody's page (embed.html): it keeps nothing in the browser, says nothing
 * but the picture's own words, and tells the page around it how high it is (ui/embed/height.ts).
 */
import { fetchRecording } from './fetch-recording.ts'
import { showRecordings } from './recorded-page.tsx'
import { recordingOf } from './lab/control/embed.ts'
import { Embed } from './ui/embed/Embed.tsx'
import { tellHeight } from './ui/embed/height.ts'

const root = document.getElementById('root')!
const lab = showRecordings(root, <Embed />, 'first', fetchRecording)
tellHeight(root)
const open = () => lab.runs.open(recordingOf(location.hash))
addEventListener('hashchange', () => void open())
await open()
