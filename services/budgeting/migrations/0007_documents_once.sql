-- Whether a payment, a return or an order was entered before (LED-02), by its document; and which orders froze money of a line.
CREATE INDEX ON entry (line, doc_ref) WHERE kind BETWEEN 5 AND 8;

-- What is bound for a batch, whoever bound it.
CREATE INDEX ON commitment (batch) WHERE batch <> '';
