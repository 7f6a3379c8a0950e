// Stand-in for Entra, Playground and daemon, made for each other.

import { startEntra } from './entra.mjs';
import { appId, appSecret, startDaemon, tenant } from './daemon.mjs';
import { startPlayground } from './playground.mjs';
import { until } from './report.mjs';

// `more`: further lines of the daemon's [teams.teams].
export async function startWorld(name, more = '') {
  const { WORK, REFLEKS } = process.env;
  const certificates = `${WORK}/certificates`;
  const world = {};
  world.stop = async () => {
    const inOrder = world.daemon ? await world.daemon.stop() : false;
    world.teams?.stop();
    world.entra?.close();
    return inOrder;
  };
  try {
    world.entra = await startEntra({ certificates, tenant, clients: { [appId]: appSecret } });
    world.teams = await startPlayground({
      folder: `${WORK}/${name}/teams`,
      entra: world.entra,
      certificates,
      endpoint: () => `http://127.0.0.1:${world.daemon?.port}`,
    });
    const { url } = world.entra;
    world.daemon = await startDaemon({
      binary: REFLEKS,
      folder: `${WORK}/${name}/daemon`,
      clock: true,
      teams: `
metadata_url = "${url}/v1/.well-known/openidconfiguration"
token_url = "${url}/${tenant}/oauth2/v2.0/token"
test_metadata_url = "${url}/${tenant}/v2.0/.well-known/openid-configuration"
test_issuers = ["https://sts.windows.net/${tenant}/"]
service_hosts = ["127.0.0.1"]
service_url = "${world.teams.service}"
ca_file = "${certificates}/ca.crt"
${more}
`,
    });
    await world.teams.connect();
    // What they hear of their parts at the first start comes by itself: it is no answer to what they write afterwards.
    const told = await until(() => ['marit', 'berit'].every((key) => world.teams.posts.some((post) => post.to === key)), {
      limit: 60000,
    });
    if (!told) throw new Error('facilitator and leader have not heard of their parts');
  } catch (error) {
    await world.stop();
    throw error;
  }
  return world;
}
