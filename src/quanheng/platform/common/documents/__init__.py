"""Documents on paper and screen: typst templates, our fonts, shared parts. No Django below this folder."""
