-- The same shapes in RD New (EPSG:28992), for Dutch users.

ALTER TABLE mdi.areas ADD COLUMN geom_rd geometry(MultiPolygon, 28992);
CREATE INDEX areas_geom_rd ON mdi.areas USING gist (geom_rd);
COMMENT ON COLUMN mdi.areas.geom_rd IS 'RD New by RDNAPTRANS2018; null outside the Netherlands';

CREATE OR REPLACE VIEW mdi.gt_pk_metadata AS
SELECT 'mdi' AS table_schema, 'map_' || level || suffix AS table_name, 'id' AS pk_column,
       1 AS pk_column_idx, 'assigned' AS pk_policy, NULL::text AS pk_sequence
FROM mdi.layers CROSS JOIN (VALUES (''), ('_rd')) AS systems (suffix);
