/** A run as one file: what this builds, with a recording put in, opens from a disk and needs nothing else (scripts/vite-player.ts). */
import { PageReader } from './interchange/page-reader.ts'
import { isRunFile } from './lab/run/recording.ts'
import { showRecordings } from './recorded-page.tsx'
import { Player } from './ui/player/Player.tsx'
import { TracesPlayer } from './ui/player/TracesPlayer.tsx'

const text = document.getElementById('recording')!.textContent
const own = isRunFile(text)
const lab = showRecordings(
  document.getElementById('root')!,
  own ? <Player /> : <TracesPlayer />,
  'file',
  async () => text,
  async (listener) => new PageReader(listener),
)
if (own) void lab.runs.open('')
else lab.foreign.open([new File([text], 'run.jsonl')])
