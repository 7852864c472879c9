-- One more event of a letter.
INSERT INTO letter_event
SELECT $letter, count(*) + 1, $now, $state, $again, $error FROM letter_event WHERE letter_id = $letter
