/** The lab's named acts in React, and what they need of the page. */
import type { Page } from '../lab/actions/action.ts'
import type { ActionId } from '../lab/state/action-ids.ts'
import { actionOf } from '../lab/actions/registry.ts'
import { keepLanguage, type Language } from '../lab/settings/language.ts'
import { useLab, useLabState } from './lab.tsx'

export const page: Page = {
  copy: (text) => navigator.clipboard.writeText(text),
  download(name, content) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(
      content instanceof Blob ? content : new Blob([content], { type: typeOf(name) }),
    )
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  },
  // Made only when asked for: the pictures and their fonts are no part of the page's first script.
  picture: async (lab, what, format) => {
    const { drawPicture } = await import('./picture/picture.ts')
    const { name, content } = await drawPicture(lab, what, format)
    page.download(name, content)
  },
  player: async (recording) => {
    const { playerFile } = await import('../interchange/player-file.ts')
    const answer = await fetch(new URL('player.html', document.baseURI))
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
    return playerFile(await answer.text(), recording)
  },
  folder: async (recording, program) => {
    const { folderBlob } = await import('./runs/folder-file.ts')
    return folderBlob(recording, program)
  },
  pickFile: async (accept) => (await pick(accept, false))[0] ?? null,
  pickFiles: (accept) => pick(accept, true),
  visit: (page) => void window.open(new URL(page, document.baseURI), '_blank', 'noopener'),
  speak,
  print: () => window.print(),
}

function speak(language: Language): void {
  const address = new URL(location.href)
  address.searchParams.delete('lang')
  try {
    keepLanguage(localStorage, language)
  } catch {
    // Nothing is kept here: the address says it, as long as it is not left.
    address.searchParams.set('lang', language)
  }
  // With another hash alone the browser would stay on the page.
  if (address.search === location.search) {
    history.replaceState(null, '', address)
    location.reload()
  } else location.replace(address)
}

/** Of a text's file. */
function typeOf(name: string): string {
  if (name.endsWith('.csv')) return 'text/csv'
  return name.endsWith('.html') ? 'text/html' : 'application/json'
}

function pick(accept: string, multiple: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.multiple = multiple
    input.onchange = () => resolve([...(input.files ?? [])])
    input.oncancel = () => resolve([])
    input.click()
  })
}

export interface ReadyAction {
  label: string
  enabled: boolean
  pressed: boolean | undefined
  perform: () => void
}

export function useAction(id: ActionId): ReadyAction {
  const lab = useLab()
  const action = actionOf(id)
  const label = useLabState(action.label)
  const enabled = useLabState(action.enabled)
  const pressed = useLabState((s) => action.pressed?.(s))
  return { label, enabled, pressed, perform: () => action.perform(lab, page) }
}
