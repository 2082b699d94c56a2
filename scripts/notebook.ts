/** `npm run notebook`: builds the player and writes the widget into python/notebook, from where pip installs it without Node. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { recordingPlace } from '../src/interchange/player-file.ts'
import { widgetModule } from './notebook-widget.ts'

const page = 'dist/player.html'
if (!process.argv.includes('--built') || !existsSync(page)) {
  const { status } = spawnSync('npx', ['--no-install', 'vite', 'build', '--logLevel', 'error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(1)
}
const out = 'python/notebook/sdpo_lab_notebook/widget.js'
writeFileSync(out, widgetModule(readFileSync(page, 'utf8'), recordingPlace))
console.log(
  `${out}: now \`pip install ./python/notebook\`, or \`pip wheel --no-deps ./python/notebook\` for a wheel to give away.`,
)
