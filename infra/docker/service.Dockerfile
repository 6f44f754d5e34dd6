# The platform's Python services. Build a target with the argument SERVICE of the same name:
#   docker build -f infra/docker/service.Dockerfile --target backend-core --build-arg SERVICE=backend-core .
# Behind a proxy: the usual build arguments (HTTP_PROXY, …), an index of your own as UV_DEFAULT_INDEX and
# PIP_INDEX_URL, its certificate authority as secret `ca`, its credentials as secret `netrc`.

ARG PYTHON_IMAGE=python:3.11-slim-bookworm

# What the dependencies follow from, and nothing else: while it stays the same, they are not installed again.
FROM ${PYTHON_IMAGE} AS manifests
COPY . /src
RUN find /src -type f ! -name pyproject.toml ! -name uv.lock -delete

FROM ${PYTHON_IMAGE} AS build
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ARG UV_VERSION=0.13.8
COPY infra/docker/with-ca /usr/local/bin/
RUN --mount=type=secret,id=ca --mount=type=secret,id=netrc,target=/root/.netrc --mount=type=cache,target=/root/.cache/pip \
    with-ca python -m venv /opt/uv && with-ca /opt/uv/bin/python -m pip install --quiet "uv==${UV_VERSION}"
ENV PATH=/opt/uv/bin:$PATH \
    UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy \
    UV_COMPILE_BYTECODE=1 \
    UV_PROJECT_ENVIRONMENT=/opt/visavis \
    VIRTUAL_ENV=/opt/visavis
WORKDIR /src
# What packages without a wheel need, for instance "g++ make" for llama.cpp.
ARG BUILD_PACKAGES=
RUN if [ -n "${BUILD_PACKAGES}" ]; then \
        apt-get update -qq && apt-get install -y -qq --no-install-recommends ${BUILD_PACKAGES} >/dev/null; \
    fi
ENV CMAKE_ARGS=-DLLAVA_BUILD=OFF
ARG SERVICE
# Options of `uv export`, for instance "--extra models".
ARG EXTRAS=
# Installed from the lock by hash and not by address, so that any index will do.
COPY --from=manifests /src ./
RUN --mount=type=secret,id=ca --mount=type=secret,id=netrc,target=/root/.netrc --mount=type=cache,target=/root/.cache/uv \
    uv export --quiet --frozen --no-dev --no-emit-workspace --no-header --package "visavis-${SERVICE}" ${EXTRAS} \
        --output-file /tmp/requirements.txt >/dev/null \
    && uv venv --quiet /opt/visavis \
    && with-ca uv pip install --quiet --require-hashes --requirement /tmp/requirements.txt
COPY packages packages
COPY ${SERVICE} ${SERVICE}
RUN --mount=type=secret,id=ca --mount=type=secret,id=netrc,target=/root/.netrc --mount=type=cache,target=/root/.cache/uv \
    with-ca uv sync --quiet --frozen --no-dev --no-editable --inexact --package "visavis-${SERVICE}" ${EXTRAS}

FROM ${PYTHON_IMAGE} AS service
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin visavis \
    && install -d -o visavis -g visavis /models /objects
COPY --from=build /opt/visavis /opt/visavis
ENV PATH=/opt/visavis/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /tmp
USER 10001:10001

FROM service AS backend-core
EXPOSE 8000
HEALTHCHECK --start-period=60s --interval=10s --timeout=6s CMD ["python", "-m", "runtime.probe", "http://127.0.0.1:8000/api/readyz"]
CMD ["uvicorn", "backend_core.main:app", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", "--no-proxy-headers", "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "20"]

FROM service AS media-server
EXPOSE 8080 50000-50050/udp
HEALTHCHECK --start-period=60s --interval=10s --timeout=6s CMD ["python", "-m", "runtime.probe", "http://127.0.0.1:8080/readyz"]
CMD ["uvicorn", "media_server.main:app", "--host", "0.0.0.0", "--port", "8080", "--no-access-log", "--ws-max-size", "131072", "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "20"]

FROM service AS ai-worker
ENV ALIVE_FILE=/tmp/alive
EXPOSE 8002 9100
HEALTHCHECK --start-period=60s --interval=5s --timeout=6s CMD test -n "$(find "$ALIVE_FILE" -newermt '-30 seconds')"
CMD ["celery", "-A", "ai_worker.app", "worker", "-Q", "gpu_queue,cpu_queue", "-n", "cpu@%h", "--concurrency", "2", "--loglevel", "INFO"]
