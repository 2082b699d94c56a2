/** Words for the parts of a problem in further languages, and what the buttons beside samples say. Patterns, joined by `|`. */

/** Buttons that a site has beside a sample, and what they turn into. */
export const COPY =
  'copy|copied!?|скопировать|копировать|копіювати|复制|複製|コピー|copier|kopieren|copiar|copia|kopiuj|kopyala|복사'

export const INPUT =
  'invoer|wejście|dane wejściowe|girdi|dữ liệu vào|đầu vào|вхідні дані|vstup|indata|inddata|inndata|syöte|bemenet|date de intrare|είσοδος|masukan|format masukan|المدخلات|الإدخال|קלט|इनपुट|ورودی|ข้อมูลนำเข้า'
export const OUTPUT =
  'uitvoer|wyjście|dane wyjściowe|çıktı|dữ liệu ra|đầu ra|kết quả|вихідні дані|výstup|utdata|uddata|tuloste|kimenet|date de ieșire|έξοδος|keluaran|format keluaran|المخرجات|الإخراج|פלט|आउटपुट|خروجی|ข้อมูลส่งออก'
export const EXAMPLE =
  'voorbeeld(?:en)?|przykład(?:owe|owy|owa|y)?|örnek(?:ler)?|ví dụ|приклади?|příklady?|ukázka|exempel|eksempel|esimerkki|példa|exemplu|παράδειγμα|contoh|مثال|أمثلة|דוגמה|उदाहरण|نمونه|ตัวอย่าง'
export const EXPLANATION =
  'uitleg|toelichting|wyjaśnienie|açıklama|giải thích|пояснення|vysvětlení|förklaring|forklaring|selitys|magyarázat|explicație|εξήγηση|penjelasan|الشرح|הסבר|व्याख्या|توضیح|คำอธิบาย'
export const NOTE =
  'opmerking(?:en)?|uwag[ai]|not(?:lar)?|ghi chú|lưu ý|примітка|poznámka|anmärkning|huomautus|catatan'
export const CONSTRAINTS =
  'beperkingen|randvoorwaarden|ograniczenia|kısıtlar|kısıtlamalar|giới hạn|ràng buộc|обмеження|omezení|begränsningar|begrænsninger|rajoitukset|batasan'
export const QUESTION =
  'vraag|opgave|pytanie|zadanie|soru|câu hỏi|câu|питання|запитання|otázka|fråga|spørgsmål|spørsmål|kysymys|kérdés|întrebare|ερώτηση|pertanyaan|soal|السؤال|سؤال|שאלה|प्रश्न|परस्न|سوال|คำถาม'
export const ANSWER =
  '(?:het |juiste |correcte )*antwoord|(?:poprawna |prawidłowa )?odpowiedź(?: poprawna)?|(?:doğru )?(?:cevap|yanıt)|đáp án(?: đúng)?|đáp số|trả lời|(?:правильна )?відповідь|(?:správná )?odpověď|(?:rätt |riktigt |korrekt )?svar(?:et)?|(?:oikea )?vastaus|(?:helyes )?válasz|megoldás|răspuns(?:ul)?(?: corect)?|(?:σωστή )?απάντηση|(?:kunci )?jawaban(?: yang benar)?|الإجابة(?: الصحيحة)?|الجواب|(?:ה)?תשובה(?: הנכונה)?|(?:सही )?उत्तर|پاسخ(?: صحیح)?|(?:ถูก)?คำตอบ(?:ที่ถูกต้อง)?|【?答案】?|参考答案|標準解答'
