# docker build -t quotedesk . && docker run --rm quotedesk ask "who led the Pakistani delegation?"
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY bot bot
COPY retrieval retrieval
COPY seeds seeds
COPY config config
RUN python -m venv /opt/quotedesk \
 && /opt/quotedesk/bin/pip install --no-cache-dir --constraint constraints.txt ".[all]"

FROM python:3.12-slim
COPY --from=build /opt/quotedesk /opt/quotedesk
RUN useradd --create-home --uid 10001 quotedesk && install -d -o quotedesk /data
USER quotedesk
WORKDIR /data
ENV PATH=/opt/quotedesk/bin:$PATH PYTHONUNBUFFERED=1 QUOTEDESK_DATABASE=/data/quotedesk.db
VOLUME /data
ENTRYPOINT ["quotedesk"]
CMD ["web", "--host", "0.0.0.0"]
