-- The visits of one spool file, numbered on from $first.
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT $first + file_row_number AS visit_id, * FROM read_parquet($file, file_row_number = true)
