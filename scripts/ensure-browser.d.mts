export function ensureBrowser(): { path: string; version: string; source: string }
