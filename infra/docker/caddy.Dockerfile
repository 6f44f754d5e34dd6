# Caddy with the built front end: docker build -f infra/docker/caddy.Dockerfile .
# Behind a proxy: the usual build arguments, a registry of your own as NPM_CONFIG_REGISTRY, its certificate authority as
# secret `ca`, its credentials as secret `npmrc`.

ARG NODE_IMAGE=node:22-bookworm-slim
ARG CADDY_IMAGE=caddy:2

FROM ${NODE_IMAGE} AS build
ARG NPM_CONFIG_REGISTRY
COPY infra/docker/with-ca /usr/local/bin/
WORKDIR /src
COPY frontend/package.json frontend/package-lock.json ./
RUN --mount=type=secret,id=ca --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/root/.npm \
    with-ca npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM ${CADDY_IMAGE}
# Its certificates and its own account of its configuration are all that it writes.
RUN mkdir -p /data/caddy /config/caddy && chown -R 10001:10001 /data /config
COPY infra/caddy /etc/caddy
COPY --from=build /src/dist /srv
USER 10001:10001
EXPOSE 80 443 443/udp
HEALTHCHECK --start-period=10s --interval=10s --timeout=6s \
    CMD wget -qO /dev/null http://127.0.0.1:2019/config/ 2>/dev/null || curl -fsSo /dev/null http://127.0.0.1:2019/config/
