# Build: a wheel, an environment, the invented country, and the kernels as machine code.
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY mdi mdi
COPY geodata geodata
COPY api api
RUN python -m venv /opt/mdi \
 && python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && /opt/mdi/bin/pip install --no-cache-dir /wheels/*.whl

# Kernels are compiled for any processor of this kind, so that they serve on other machines than
# the one that built them.
ENV NUMBA_CACHE_DIR=/var/cache/mdi/kernels NUMBA_CPU_NAME=generic
RUN /opt/mdi/bin/mdi sample --areas 3000 --seed 1 --years 2021-2025 --out /srv/mdi \
 && for method in imd zscore; do \
      /opt/mdi/bin/mdi compute /srv/mdi/indicators_neighbourhood_2025.parquet --source sample \
        --level neighbourhood --year 2025 --method "$method" || exit 1; \
    done

# Run: the environment alone, without the sources and without root.
FROM python:3.12-slim
LABEL org.opencontainers.image.title="Multi Deprivation Index" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/opt/mdi/bin:$PATH \
    NUMBA_CACHE_DIR=/var/cache/mdi/kernels NUMBA_CPU_NAME=generic \
    XDG_CACHE_HOME=/var/cache/mdi
COPY --from=build /opt/mdi /opt/mdi
COPY --from=build --chown=10001:10001 /var/cache/mdi /var/cache/mdi
COPY --from=build /srv/mdi /srv/mdi
USER 10001:10001
WORKDIR /srv/mdi
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/v1/health', timeout=4)"]
# To serve a folder of your own: docker run -p 8000:8000 -v "$PWD/my_data:/srv/mdi:ro" mdi
CMD ["mdi", "serve", "--host", "0.0.0.0", "--port", "8000", "--data", "/srv/mdi"]
