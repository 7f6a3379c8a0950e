-- roles_told: those who lead a group of the configuration have heard what their part is. Of all groups that there were before,
-- nobody is told any more.
ALTER TABLE team ADD COLUMN roles_told INTEGER NOT NULL DEFAULT 0 CHECK(roles_told IN (0, 1));
UPDATE team SET roles_told = 1;
