/**
 * `npm start`: serves the lab and says where. Opens a browser only where there is a screen to open
 * it on; on a server or in a container the address is enough.
 */
import { parseArgs } from 'node:util'
import { createServer } from 'vite'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '5173' },
    host: { type: 'string' },
    open: { type: 'boolean', default: true },
  },
  allowNegative: true,
})

const server = await createServer({
  server: { port: Number(values.port), host: values.host },
  clearScreen: false,
})
await server.listen()
const url = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0]

console.log(`\n  SDPO Lab is open at ${url}\n`)
for (const other of server.resolvedUrls?.network ?? []) if (other !== url) console.log(`  also at ${other}`)
console.log('  Ctrl+C closes it.\n')

if (values.open && hasScreen()) server.openBrowser()

function hasScreen() {
  if (process.env.CI || !process.stdout.isTTY) return false
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
