/** Starts the embedded Kafka and S3 and the services beside them, keeps them running, stops them. */
@NullMarked
package org.equipoise.local.stack;

import org.jspecify.annotations.NullMarked;
