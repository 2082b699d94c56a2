/** Playwright's test with the project's backend, so that one spec serves both. */
import { test as base } from '@playwright/test'
import type { LabOptions } from '../playwright.config.ts'

export { expect } from '@playwright/test'
export const test = base.extend<LabOptions>({ backend: ['wasm', { option: true }] })
