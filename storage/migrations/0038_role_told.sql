-- role_told: the role in the group of which somebody has heard what it is; another than theirs: nothing yet of this one. Nobody
-- who leads a group now is told any more, but for groups of which nobody was.
ALTER TABLE member ADD COLUMN role_told TEXT NOT NULL DEFAULT '';
UPDATE member SET role_told = role WHERE role IN ('facilitator', 'leader')
AND team_id IN (SELECT team_id FROM team WHERE roles_told = 1);
ALTER TABLE team DROP COLUMN roles_told;
