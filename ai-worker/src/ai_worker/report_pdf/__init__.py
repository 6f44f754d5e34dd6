"""Reports as PDF: text that can be read back, charts as vectors, no pictures.

document  the report from top to bottom
charts    scores, bands and progress
sheet     an A4 page: type, colours, the footer
texts     what the document itself says, in both languages; what it quotes stays in the interview's
fonts/    Pretendard (SIL Open Font License), unmodified
"""
