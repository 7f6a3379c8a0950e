-- At each start it is looked who leads and has not been told so, or who leads no more: few of many.
CREATE INDEX member_leads ON member(team_id, person_id, role, role_told) WHERE role IN ('facilitator', 'leader');
CREATE INDEX person_coordinators ON person(person_id) WHERE coordinator = 1;
-- Newcomers of the last weeks are welcomed from now on: not those who came before anybody was.
UPDATE member SET role_told = 'participant' WHERE role = 'participant' AND since <> '';
