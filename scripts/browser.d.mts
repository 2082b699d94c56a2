export function launchArgs(backend: 'wasm' | 'webgpu'): string[]
export function findBrowser(): { path: string; version: string; source: string } | undefined
