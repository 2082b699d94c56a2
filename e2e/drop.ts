/** Files dropped on the page, by name. */
import type { Page } from '@playwright/test'

export async function drop(page: Page, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const data = await page.evaluateHandle(
    (files) => {
      const transfer = new DataTransfer()
      for (const [name, text] of files)
        transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name))
      return transfer
    },
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const),
  )
  await page.locator('body').dispatchEvent('dragenter', { dataTransfer: data })
  await page.locator('body').dispatchEvent('drop', { dataTransfer: data })
}
