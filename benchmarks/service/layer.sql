-- The layer as a plain table with its key and both indexes, which is quicker to read than the view: every
-- domain in columns, and six decimals, as the service writes them. {domains} is filled in.
CREATE TABLE layer AS
SELECT area_code, area_name, parent_code, index, rank, decile, coverage, status, year, weights, method,
       {domains}, ST_Multi(ST_ReducePrecision(geom, 0.000001))::geometry(MultiPolygon, 4326) AS geom
FROM mdi.map_neighbourhood;

ALTER TABLE layer ADD PRIMARY KEY (area_code);
CREATE INDEX ON layer USING gist (geom);
ALTER DATABASE gis SET jit = off;
ALTER DATABASE gis SET work_mem = '64MB';
