# Made by terraform/state, which is applied once, before this root.
terraform {
  backend "s3" {
    bucket              = "ml-inference-staging-cluster-tfstate-444455556666"
    key                 = "ml-inference-staging-cluster/terraform.tfstate"
    region              = "ap-southeast-2"
    allowed_account_ids = ["444455556666"]
    kms_key_id          = "arn:aws:kms:ap-southeast-2:444455556666:alias/ml-inference-staging-cluster-tfstate-444455556666"
    encrypt             = true
    use_lockfile        = true
  }
}
