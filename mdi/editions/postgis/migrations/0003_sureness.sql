-- How sure every rank is, where an edition tells.

ALTER TABLE mdi.results
    ADD COLUMN rank_low integer,
    ADD COLUMN rank_median integer,
    ADD COLUMN rank_high integer,
    ADD COLUMN top_tenth double precision,
    ADD COLUMN reliability text;
COMMENT ON COLUMN mdi.results.rank_low IS 'The rank that 5 % of the draws do not exceed';
COMMENT ON COLUMN mdi.results.rank_median IS 'The rank that half of the draws do not exceed';
COMMENT ON COLUMN mdi.results.rank_high IS 'The rank that 95 % of the draws do not exceed';
COMMENT ON COLUMN mdi.results.top_tenth IS 'The share of the draws in which it is in the most deprived tenth, 0 to 1';
COMMENT ON COLUMN mdi.results.reliability IS 'How surely it is in the most deprived tenth';
