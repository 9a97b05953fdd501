-- Learned from budgeting: the money bound or spent for an item of the annual plan, by commitment, and for which batch ('': for none of them).
CREATE TABLE bound (
  commitment text PRIMARY KEY,
  plan_item text NOT NULL,
  batch text NOT NULL,
  rupiah bigint NOT NULL
);
CREATE INDEX ON bound (plan_item);
