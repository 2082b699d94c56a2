/** A run as one file: what this builds, with a recording put in, opens from a disk and needs nothing else (scripts/vite-player.ts). */
import { showRecordings } from './recorded-page.tsx'
import { Player } from './ui/player/Player.tsx'

const lab = showRecordings(
  document.getElementById('root')!,
  <Player />,
  'file',
  async () => document.getElementById('recording')!.textContent,
)
void lab.runs.open('')
