/** Whether the page is on its way to paper: from before the print dialog opens until after it is gone. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useMedia } from '../parts/useMedia.ts'

export function usePrinting(): boolean {
  const [asked, setAsked] = useState(false)
  // What is printed is laid out as soon as the event is over.
  useEffect(() => {
    const begin = () => flushSync(() => setAsked(true))
    const end = () => setAsked(false)
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
    return () => {
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', end)
    }
  }, [])
  const paper = useMedia('print')
  return asked || paper
}
