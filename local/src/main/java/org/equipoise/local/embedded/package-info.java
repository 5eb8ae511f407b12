/** A real Kafka broker and a real S3 server inside this JVM. */
@NullMarked
package org.equipoise.local.embedded;

import org.jspecify.annotations.NullMarked;
