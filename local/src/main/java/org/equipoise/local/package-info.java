/** Equipoise on one machine: embedded Kafka and S3, the services as child processes, and the command line. */
@NullMarked
package org.equipoise.local;

import org.jspecify.annotations.NullMarked;
