"""Pages made of clean text and damaged as OCR damages them: what models are fitted and measured on."""
