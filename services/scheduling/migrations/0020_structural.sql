-- Structural leadership training (KL01), by the form that the plan has chosen: its days do not count in a quarter (SVC-6). Of plans that were heard
-- before it is known once they are revised, or heard anew: `binadaya replay bootstrap scheduling`.
ALTER TABLE plan_item ADD COLUMN structural boolean NOT NULL DEFAULT false;
