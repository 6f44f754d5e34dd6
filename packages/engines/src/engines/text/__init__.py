"""Reading Korean and English without a model.

    folding      one form for equal text, with the way back to the original's code points
    sentences    where sentences begin and end, also in transcripts without punctuation
    korean       verb stems, particles, predicates
    english      inflection, function words
    morphology   Korean morphemes by Kiwi, for what spelling does not show
    words        content words of either language
    quantities   numbers with what they count
    expressions  "does this sentence say that?", free of inflection and spacing
    negation     "does it say so, or deny it?"

All of that works on folded text (`folding.fold`) and counts in its code points. Of transcripts:

    written      words as they were said → text as people write it, and where each word stands in it
    numerals     numbers in words → digits
    kiwi         Korean spaces and sentence ends, by morphology
"""
