/**
 * Builds the player (src/player.tsx) into one page without a single request: script, styles and fonts are in it, and a
 * place for a recording. The lab puts one in and gives the page away as a file (src/interchange/player-file.ts).
 */
import { createHash } from 'node:crypto'
import { build, type Plugin, type PluginOption } from 'vite'

/**
 * @param place what stands where the recording will
 * @param plugins what the page's own build needs of the source: React, formulas
 */
export function player(entry: string, place: string, plugins: () => PluginOption[]): Plugin {
  return {
    name: 'player',
    apply: 'build',
    async buildStart() {
      this.emitFile({
        type: 'asset',
        fileName: 'player.html',
        source: await playerPage(entry, place, plugins()),
      })
    },
  }
}

async function playerPage(entry: string, place: string, plugins: PluginOption[]): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins,
    build: {
      write: false,
      target: 'es2023',
      cssCodeSplit: false,
      assetsInlineLimit: 1e8,
      modulePreload: false,
      chunkSizeWarningLimit: 5000,
      rollupOptions: { input: entry, output: { format: 'es', codeSplitting: false } },
    },
  })
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
  const scripts = outputs.flatMap((each) => (each.type === 'chunk' ? [each.code] : []))
  const rest = outputs.flatMap((each) => (each.type === 'asset' ? [each] : []))
  const others = rest.filter(({ fileName }) => !fileName.endsWith('.css'))
  if (scripts.length !== 1 || others.length > 0)
    throw new Error(
      `The player is to be one script and its styles; there are ${outputs.map((o) => o.fileName).join(', ')}.`,
    )
  return page(
    place,
    scripts[0]!.replaceAll('</script', '<\\/script'),
    rest.map(({ source }) => String(source)).join('\n'),
  )
}

/** Its policy lets it run this script and nothing else, and lets it ask nobody for anything. */
function page(place: string, script: string, styles: string): string {
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A run of SDPO Lab</title>
<style>${styles.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="root"></div>
<noscript>The run is played by a script in this file, which needs JavaScript.</noscript>
<script type="application/json" id="recording">${place}</script>
<script type="module">${script}</script>
</body>
</html>
`
}
