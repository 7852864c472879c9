-- What is each cluster found by?
SELECT id, words FROM memory.searched_words
