// The app package as the program writes it, against the manifest schemas that Microsoft publishes.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, last, part } from './report.mjs';
import { appId, appSecret, channel, tenant } from './daemon.mjs';

const { ManifestUtil } = createRequire(import.meta.url)('@microsoft/app-manifest');
const schemas = fileURLToPath(
  new URL('./node_modules/@microsoft/app-manifest/build/json-schemas/teams', import.meta.url),
);
const { WORK, REFLEKS } = process.env;
const folder = `${WORK}/manifest`;
mkdirSync(`${folder}/package`, { recursive: true });

await part('the app package', async () => {
  writeFileSync(`${folder}/secret`, `${appSecret}\n`, { mode: 0o600 });
  writeFileSync(
    `${folder}/refleks.toml`,
    `[organisation]
name = "Fjordvik kommune"
data = "data"
[server]
public_url = "https://bot.fjordvik.example"
[teams.teams]
app_id = "${appId}"
tenant = "${tenant}"
app_secret_file = "secret"
[people.marit]
name = "Marit Solheim"
user = "0aaaaaaa-0000-0000-0000-000000000001"
[people.kari]
name = "Kari Nes"
user = "0aaaaaaa-0000-0000-0000-000000000002"
[groups.nord]
name = "Nord"
channel = "${channel}"
programme = "palliasjon"
cadence = "annenhver tirsdag 13:00-14:30"
first = 2026-11-24
facilitators = ["marit"]
participants = ["kari"]
`,
  );
  const made = spawnSync(REFLEKS, ['manifest', 'teams', '-c', `${folder}/refleks.toml`, '-o', `${folder}/app.zip`], {
    encoding: 'utf8',
    timeout: 30000,
  });
  if (
    !check(
      made.status === 0 && existsSync(`${folder}/app.zip`),
      'refleks manifest teams writes a package',
      made.stderr + made.stdout,
    )
  )
    return;
  const opened = spawnSync('python3', ['-m', 'zipfile', '-e', `${folder}/app.zip`, `${folder}/package`], {
    encoding: 'utf8',
    timeout: 30000,
  });
  check(opened.status === 0, 'it is a zip file', opened.stderr);
  const files = readdirSync(`${folder}/package`);
  const manifest = JSON.parse(readFileSync(`${folder}/package/manifest.json`, 'utf8'));
  const sizeOf = (name) => {
    const png = readFileSync(`${folder}/package/${name}`);
    return png.subarray(1, 4).toString() === 'PNG' ? [png.readUInt32BE(16), png.readUInt32BE(20)].join('x') : 'no PNG';
  };
  check(
    sizeOf(manifest.icons.color) === '192x192' && sizeOf(manifest.icons.outline) === '32x32',
    'the icons have the sizes Teams wants',
    files,
  );
  const schema = (version) => JSON.parse(readFileSync(`${schemas}/v${version}/MicrosoftTeams.schema.json`, 'utf8'));
  for (const version of [manifest.manifestVersion, '1.30']) {
    const found = await ManifestUtil.validateManifestAgainstSchema(
      { ...manifest, manifestVersion: version, $schema: manifest.$schema.replace(/v[\d.]+\//, `v${version}/`) },
      schema(version),
    );
    check(found.length === 0, `the manifest is what schema ${version} says`, found);
  }
  const seeded = await ManifestUtil.validateManifestAgainstSchema(
    { ...manifest, accentColor: 'blue' },
    schema(manifest.manifestVersion),
  );
  check(seeded.length > 0, 'the schema finds a seeded fault', seeded);
  const languages = (manifest.localizationInfo?.additionalLanguages ?? []).map((one) => one.file);
  check(
    languages.every((name) => files.includes(name) || existsSync(`${folder}/package/${name}`)),
    'the texts of the other languages are in it',
    [languages, files],
  );
});
last();
